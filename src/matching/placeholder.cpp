// matching
