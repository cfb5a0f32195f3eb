// projects
