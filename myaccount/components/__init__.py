"""The kit: what pages are made of. Components take Vars and handlers, and know no State."""
