# Groups of the same households together: means by group with their covariances, contrasts, the covariances of levels
# and of two variables (statistics.md, ST-23, ST-24). Members of one household carry different weights (ST-12).
source("common.R")
d <- read.csv("residents.csv", na.strings = c("NA", ""))
design <- svydesign(id = ~household, strata = ~committee, weights = ~w, fpc = ~households, data = d, nest = TRUE)
lines <- c()
put <- function(name, value) lines <<- c(lines, paste0(name, ",", trimws(formatC(as.numeric(value), digits = 15, format = "g"))))
matrix_of <- function(name, labels, values, V) for (i in seq_along(labels)) {
  put(paste0(name, ":value:", labels[i]), values[i])
  for (k in seq_along(labels)) put(paste0(name, ":cov:", labels[i], ":", labels[k]), V[i, k])
}
for (variable in c("visits", "score", "gate")) {
  valid <- design[which(!is.na(d[[variable]])), ] # svyby(covmat, na.rm) of survey 4.1-1 fails with missing values
  by <- svyby(reformulate(variable), ~group, valid, svymean, covmat = TRUE)
  matrix_of(variable, names(coef(by)), coef(by), vcov(by))
  difference <- svycontrast(by, c(child = 1, elderly = -1))
  put(paste0(variable, ":difference"), coef(difference)); put(paste0(variable, ":difference:se"), SE(difference))
  ratio <- svycontrast(by, quote(child / elderly))
  put(paste0(variable, ":ratio"), coef(ratio)); put(paste0(variable, ":ratio:se"), SE(ratio))
  logs <- svycontrast(by, quote(log(adult) - log(child)))
  put(paste0(variable, ":logs"), coef(logs)); put(paste0(variable, ":logs:se"), SE(logs))
}
levels <- svymean(~factor(score), design[which(!is.na(d$score)), ])
matrix_of("levels", 1:5, coef(levels), vcov(levels))
two <- svymean(~visits + I(as.numeric(visits == 2)), design[which(!is.na(d$visits)), ])
matrix_of("two", c("visits", "twice"), coef(two), vcov(two))
file <- file("domains.expected.csv", "w", encoding = "UTF-8")
writeLines(c(paste0("# domains.R with package survey ", packageVersion("survey"), ", R ", getRversion()), "name,value", lines), file)
close(file)
