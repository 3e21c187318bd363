"""From raw rows to clean notes, with an account of every row dropped."""
