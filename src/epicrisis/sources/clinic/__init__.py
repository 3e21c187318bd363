"""The artificial clinic: what its notes say, who its patients are, and how its clerks write."""
