#include "analysis/beta_binomial_estimate.h"

#include <utility>

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <eigen3/Eigen/Cholesky>
#include <eigen3/Eigen/Core>
#include <optional>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
constexpr std::size_t kFewestAreas = 8, kFewestForCharacteristics = 20;
constexpr int kMostSteps = 100;

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

struct Data {
    Matrix z; // areas with answers × (1 + characteristics that vary)
    Vector yes, answers;
};

// Parameters: beta, then ln phi. With `fixed_phi` only beta moves (phi at its limit, infinite for the binomial).
struct Fit {
    Vector parameters;
    double value = 0; // log-likelihood
};

// ln B(a, b), stable for large arguments through lgamma differences
double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

double likelihood_at(Data const& data, Vector const& p)
{
    auto const k = data.z.cols();
    Vector const eta = data.z * p.head(k);
    auto const phi = std::exp(p(k));
    double sum = 0;
    for (Eigen::Index i = 0; i < eta.size(); ++i) {
        auto const mean = logistic(eta(i));
        auto const a = mean * phi, b = (1 - mean) * phi;
        sum += log_beta(data.yes(i) + a, data.answers(i) - data.yes(i) + b) - log_beta(a, b);
    }
    return sum;
}

// Gradient and Hessian by the chain rule through a = mu phi, b = (1-mu) phi.
void derivatives_at(Data const& data, Vector const& p, Vector& gradient, Matrix& hessian)
{
    using boost::math::digamma;
    using boost::math::trigamma;
    auto const k = data.z.cols();
    Vector const eta = data.z * p.head(k);
    auto const phi = std::exp(p(k));
    gradient.setZero(k + 1);
    hessian.setZero(k + 1, k + 1);
    for (Eigen::Index i = 0; i < eta.size(); ++i) {
        auto const mean = logistic(eta(i));
        auto const a = mean * phi, b = (1 - mean) * phi;
        auto const x = data.yes(i), y = data.answers(i) - data.yes(i), all = data.answers(i) + phi;
        auto const common = digamma(phi) - digamma(all), common2 = trigamma(phi) - trigamma(all);
        auto const la = digamma(x + a) - digamma(a) + common, lb = digamma(y + b) - digamma(b) + common;
        auto const laa = trigamma(x + a) - trigamma(a) + common2, lbb = trigamma(y + b) - trigamma(b) + common2;
        auto const slope = mean * (1 - mean) * phi; // da/d eta = -db/d eta
        auto const by_eta = (la - lb) * slope;
        auto const by_phi = la * a + lb * b;
        auto const eta_eta = (laa - 2 * common2 + lbb) * slope * slope + (la - lb) * slope * (1 - 2 * mean);
        auto const eta_phi = slope * (laa * a + common2 * (b - a) - lbb * b) + (la - lb) * slope;
        auto const phi_phi = laa * a * a + 2 * common2 * a * b + lbb * b * b + by_phi;
        Vector const z = data.z.row(i).transpose();
        gradient.head(k) += by_eta * z;
        gradient(k) += by_phi;
        hessian.topLeftCorner(k, k) += eta_eta * z * z.transpose();
        hessian.col(k).head(k) += eta_phi * z;
        hessian(k, k) += phi_phi;
    }
    hessian.row(k).head(k) = hessian.col(k).head(k).transpose();
}

double binomial_likelihood(Data const& data, Vector const& beta)
{
    Vector const eta = data.z * beta;
    double sum = 0;
    for (Eigen::Index i = 0; i < eta.size(); ++i)
        sum += data.yes(i) * eta(i) -
               data.answers(i) * (eta(i) > 0 ? eta(i) + std::log1p(std::exp(-eta(i))) : std::log1p(std::exp(eta(i))));
    return sum;
}

void binomial_derivatives(Data const& data, Vector const& beta, Vector& gradient, Matrix& hessian)
{
    Vector const eta = data.z * beta;
    gradient.setZero(beta.size());
    hessian.setZero(beta.size(), beta.size());
    for (Eigen::Index i = 0; i < eta.size(); ++i) {
        auto const mean = logistic(eta(i));
        Vector const z = data.z.row(i).transpose();
        gradient += (data.yes(i) - data.answers(i) * mean) * z;
        hessian -= data.answers(i) * mean * (1 - mean) * z * z.transpose();
    }
}

// The uphill Newton step; where the surface is not concave the Hessian is bent until it is.
std::optional<Vector> uphill_step(Vector const& gradient, Matrix const& hessian)
{
    Matrix const curvature = -hessian;
    auto bend = 0.0;
    for (int attempt = 0; attempt < 60; ++attempt) {
        Matrix bent = curvature;
        bent.diagonal().array() += bend;
        Eigen::LLT<Matrix> const factor(bent);
        if (factor.info() == Eigen::Success) return Vector{factor.solve(gradient)};
        bend = bend == 0 ? 1e-8 * (1 + curvature.diagonal().cwiseAbs().maxCoeff()) : bend * 4;
    }
    return std::nullopt;
}

template <typename Value, typename Derivatives, typename Limit>
std::optional<Fit> climb(Vector start, Value const& value, Derivatives const& derivatives, Limit const& limit)
{
    Fit fit{limit(std::move(start)), 0};
    fit.value = value(fit.parameters);
    Vector gradient;
    Matrix hessian;
    for (int step = 0; step < kMostSteps; ++step) {
        derivatives(fit.parameters, gradient, hessian);
        auto const direction = uphill_step(gradient, hessian);
        if (!direction) return std::nullopt;
        auto length = 1.0;
        Vector next;
        double reached = -std::numeric_limits<double>::infinity();
        for (int halving = 0; halving < 40; ++halving, length /= 2) {
            next = limit(fit.parameters + length * *direction);
            reached = value(next);
            if (reached >= fit.value) break;
        }
        if (!(reached >= fit.value)) { // no way up: at the top, or lost
            if (gradient.cwiseAbs().maxCoeff() < 1e-4 * (1 + std::abs(fit.value))) return fit;
            return std::nullopt;
        }
        auto const moved = (next - fit.parameters).cwiseAbs().maxCoeff();
        auto const gained = reached - fit.value;
        fit = {next, reached};
        if (moved < 1e-9 || (gained <= 1e-12 * (1 + std::abs(reached)) && moved < 1e-5)) return fit;
    }
    return std::nullopt;
}

struct Fitted {
    Vector beta;
    double precision = 0, log_likelihood = 0;
};

std::optional<Fitted> fit_binomial(Data const& data, Vector const& start)
{
    auto const fit = climb(
        start, [&](Vector const& b) { return binomial_likelihood(data, b); },
        [&](Vector const& b, Vector& g, Matrix& h) { binomial_derivatives(data, b, g, h); },
        [](Vector b) { return b; });
    if (!fit || fit->parameters.cwiseAbs().maxCoeff() > 25) return std::nullopt;
    return Fitted{fit->parameters, std::numeric_limits<double>::infinity(), fit->value};
}

std::optional<Fitted> fit_once(Data const& data)
{
    auto const k = data.z.cols();
    auto const pooled = std::clamp(data.yes.sum() / data.answers.sum(), 1e-6, 1 - 1e-6);
    Vector start = Vector::Zero(k + 1);
    start(0) = std::log(pooled / (1 - pooled));
    start(k) = std::log(20.0);
    auto const highest = std::log(kLargestPrecision);
    auto const limit = [&](Vector p) {
        p(k) = std::clamp(p(k), std::log(1e-3), highest);
        return p;
    };
    auto const fit = climb(
        start, [&](Vector const& p) { return likelihood_at(data, p); },
        [&](Vector const& p, Vector& g, Matrix& h) { derivatives_at(data, p, g, h); }, limit);
    if (!fit) return std::nullopt;
    Vector const beta = fit->parameters.head(k);
    if (fit->parameters(k) >= highest - 1e-6) return fit_binomial(data, beta);
    if (beta.cwiseAbs().maxCoeff() > 25) return std::nullopt; // all yes or all no in some class
    return Fitted{beta, std::exp(fit->parameters(k)), fit->value};
}

// Characteristics with mean 0 and standard deviation 1 over the areas with answers; those that do not vary are left
// out.
Matrix design_matrix(std::span<AreaCount const> areas, std::vector<std::size_t> const& with_answers,
                     bool intercept_only)
{
    auto const rows = static_cast<Eigen::Index>(areas.size());
    auto const characteristics = intercept_only || areas.empty() ? 0 : areas.front().characteristics.size();
    Matrix z = Matrix::Ones(rows, 1);
    for (std::size_t c = 0; c < characteristics; ++c) {
        double sum = 0, squares = 0;
        for (auto i : with_answers) sum += areas[i].characteristics[c];
        auto const mean = sum / static_cast<double>(with_answers.size());
        for (auto i : with_answers) squares += std::pow(areas[i].characteristics[c] - mean, 2);
        auto const sd = std::sqrt(squares / static_cast<double>(with_answers.size()));
        if (sd <= 1e-9 * (1 + std::abs(mean))) continue;
        z.conservativeResize(Eigen::NoChange, z.cols() + 1);
        for (Eigen::Index i = 0; i < rows; ++i)
            z(i, z.cols() - 1) = (areas[static_cast<std::size_t>(i)].characteristics[c] - mean) / sd;
    }
    return z;
}

Data data_of(std::span<AreaCount const> areas, std::vector<std::size_t> const& with_answers, Matrix const& z)
{
    auto const rows = static_cast<Eigen::Index>(with_answers.size());
    Data data{Matrix(rows, z.cols()), Vector(rows), Vector(rows)};
    for (Eigen::Index r = 0; r < rows; ++r) {
        auto const i = with_answers[static_cast<std::size_t>(r)];
        data.z.row(r) = z.row(static_cast<Eigen::Index>(i));
        data.yes(r) = areas[i].yes;
        data.answers(r) = areas[i].answers;
    }
    return data;
}

void winsorise(Data& data, Fitted const& fitted)
{
    for (Eigen::Index i = 0; i < data.yes.size(); ++i) {
        auto const mean = logistic(data.z.row(i).dot(fitted.beta));
        auto const reach = 2.5 * share_deviation(data.answers(i), mean, fitted.precision);
        auto const share = data.yes(i) / data.answers(i);
        auto const kept = std::clamp(share, std::max(0.0, mean - reach), std::min(1.0, mean + reach));
        data.yes(i) = kept * data.answers(i);
    }
}

} // namespace

double share_deviation(double answers, double mean, double precision)
{
    auto const extra = std::isinf(precision) ? 0 : (answers - 1) / (precision + 1);
    return std::sqrt(mean * (1 - mean) * (1 + std::max(0.0, extra)) / answers);
}

Result<BetaBinomialModel> fit_beta_binomial(std::span<AreaCount const> areas, Robust robust)
{
    std::vector<std::size_t> with_answers;
    for (std::size_t i = 0; i < areas.size(); ++i)
        if (areas[i].answers > 0) with_answers.push_back(i);
    if (with_answers.size() < kFewestAreas)
        return refuse(ErrorKind::limit_reached, "analysis.model_needs_more_areas",
                      {{"areas", std::to_string(with_answers.size())}, {"fewest", std::to_string(kFewestAreas)}});
    auto const z = design_matrix(areas, with_answers, with_answers.size() < kFewestForCharacteristics);
    auto data = data_of(areas, with_answers, z);
    auto fitted = fit_once(data);
    if (fitted && robust == Robust::winsorised_once) {
        winsorise(data, *fitted);
        fitted = fit_once(data);
    }
    if (!fitted) return refuse(ErrorKind::limit_reached, "analysis.model_did_not_converge");
    BetaBinomialModel model{.means = {},
                            .precision = fitted->precision,
                            .log_likelihood = fitted->log_likelihood,
                            .intercept_only = z.cols() == 1};
    Vector const eta = z * fitted->beta;
    for (Eigen::Index i = 0; i < eta.size(); ++i) model.means.push_back(logistic(eta(i)));
    return model;
}

double two_sided_mid_p(std::int64_t yes, std::int64_t answers, double mean, double precision)
{
    auto const p = beta_binomial_probabilities(answers, mean, precision);
    auto const here = p[static_cast<std::size_t>(yes)];
    double below = 0, above = 0;
    for (std::size_t k = 0; k < p.size(); ++k)
        (static_cast<std::int64_t>(k) < yes ? below : above) += static_cast<std::int64_t>(k) == yes ? 0 : p[k];
    return std::min(1.0, 2 * (std::min(below, above) + here / 2));
}

PredictedShare predict_point(std::int64_t yes, std::int64_t answers, std::int64_t population, double mean,
                             double precision)
{
    auto const x = static_cast<double>(yes), n = static_cast<double>(answers), all = static_cast<double>(population);
    auto const binomial = std::isinf(precision);
    PredictedShare out;
    out.theta = binomial ? mean : (x + mean * precision) / (n + precision);
    auto const unseen = all - n;
    out.share = (x + unseen * out.theta) / all;
    auto const spread = binomial
                            ? unseen * out.theta * (1 - out.theta)
                            : unseen * out.theta * (1 - out.theta) * (n + precision + unseen) / (n + precision + 1);
    out.variance = spread / (all * all);
    return out;
}

PredictedShare predict_share(std::int64_t yes, std::int64_t answers, std::int64_t population, double mean,
                             double precision, double level)
{
    auto const x = static_cast<double>(yes), n = static_cast<double>(answers), all = static_cast<double>(population);
    auto out = predict_point(yes, answers, population, mean, precision);
    auto const p = beta_binomial_probabilities(population - answers, out.theta, n + precision);
    double below = 0;
    auto const tail = (1 - level) / 2;
    bool found = false;
    for (std::size_t k = 0; k < p.size(); ++k) {
        below += p[k];
        auto const share = (x + static_cast<double>(k)) / all;
        if (!found && below >= tail) {
            out.interval.lower = share;
            found = true;
        }
        out.interval.upper = share;
        if (below >= 1 - tail) break;
    }
    return out;
}

} // namespace lilong::analysis
