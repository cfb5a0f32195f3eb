# Shared by the scripts of this folder: rows of NAME.expected.csv in the columns of `lilong analyse`, one `arguments`
# column in front. Values come from package survey; intervals that survey 4.1-1 lacks (Wilson, boundary) are written
# out here by their formulas.
suppressMessages(library(survey))
options(digits = 15, survey.lonely.psu = "fail")

rows <- list()
add <- function(arguments, variable, by, n, population, estimate, se, lower, upper, df, deff, interval)
  rows[[length(rows) + 1]] <<- list(arguments, variable, by, n, population, estimate, se, lower, upper, df, deff, interval)

number <- function(x) if (is.character(x)) x else if (is.null(x) || length(x) == 0 || !is.finite(x)) "" else trimws(formatC(as.numeric(x), digits = 15, format = "g"))

write_expected <- function(name) {
  file <- file(paste0(name, ".expected.csv"), "w", encoding = "UTF-8")
  writeLines(paste0("# ", name, ".R with package survey ", packageVersion("survey"), ", R ", getRversion()), file)
  writeLines("arguments,variable,by,n,population,estimate,se,lower,upper,df,deff,interval", file)
  for (r in rows) writeLines(paste(c(paste0('"', r[[1]], '"'), sapply(r[-1], number)), collapse = ","), file)
  close(file)
}

wilson <- function(p, n_eff, df, level = 0.95) {
  t <- qt(1 - (1 - level) / 2, df)
  centre <- (p + t^2 / (2 * n_eff)) / (1 + t^2 / n_eff)
  half <- t * sqrt(p * (1 - p) / n_eff + t^2 / (4 * n_eff^2)) / (1 + t^2 / n_eff)
  c(max(0, centre - half), min(1, centre + half))
}

korn_graubard <- function(p, n_eff, n, df, level = 0.95) {
  a <- (1 - level) / 2
  n_star <- n_eff * (qt(a, n - 1) / qt(a, df))^2
  c(if (p == 0) 0 else qbeta(a, n_star * p, n_star * (1 - p) + 1), if (p == 1) 1 else qbeta(1 - a, n_star * p + 1, n_star * (1 - p)))
}

# degrees of freedom of the answers that are valid: units less strata
df_of <- function(design) length(unique(paste(design$strata[, 1], design$cluster[, 1]))) - length(unique(design$strata[, 1]))
size_of <- function(design) sum(weights(design))
count_of <- function(design) nrow(design$variables)
