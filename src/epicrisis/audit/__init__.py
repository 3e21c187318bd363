"""What a run left behind, searched for what belongs to a patient: pure search, fed by the rooms that know the places."""
