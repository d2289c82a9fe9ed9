"""The desk's side of a patient's money: what there is, what was done, and a form for each thing that can be done."""
