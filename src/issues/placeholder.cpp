// issues
