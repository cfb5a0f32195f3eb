// analysis
