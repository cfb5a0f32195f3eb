// budgeting
