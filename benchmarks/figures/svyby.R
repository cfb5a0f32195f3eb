# The shares of 25 needs by committee with their standard errors, by R survey: CPU seconds of one call.
#     Rscript svyby.R DIRECTORY      reads DIRECTORY/answers.csv, writes DIRECTORY/svyby.tsv
suppressPackageStartupMessages(library(survey))
directory <- commandArgs(trailingOnly = TRUE)[1]
answers <- read.csv(file.path(directory, "answers.csv"))
items <- paste0("q", 1:25)
answers[items][is.na(answers[items])] <- 0 # without blanks it has less to do
design <- svydesign(ids = ~1, strata = ~committee, weights = ~w, fpc = ~households, data = answers)
used <- system.time(svyby(reformulate(items), ~committee, design, svymean, keep.var = TRUE))
seconds <- sum(used[c("user.self", "sys.self")])
writeLines(sprintf("svyby\t%.6f", seconds), file.path(directory, "svyby.tsv"))
cat(sprintf("svyby\t%.3f\n", seconds))
