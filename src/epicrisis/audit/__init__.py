"""Pure search for what belongs to a patient, fed by the rooms that know where a run left something."""
