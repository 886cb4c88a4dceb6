// SPDX-License-Identifier: EUPL-1.2

// Package forecast carries short annual series forward, with an honest interval and the chance that a target is met.
//
// [Together] takes the series of a table year by year and gives a [Forecast] of each: a distribution for each year ahead, asked by [Forecast.Quantile],
// [Forecast.Interval] and [Forecast.Chance]. [New] does it for one series alone. [Backtests] does the same from every earlier year and tells what came of it.
//
// # The model
//
// A series of ten years does not tell which model made it. So none is chosen: all ways of smoothing of a grid (how fast level and slope follow, and how
// the slope fades) are weighted by how well they foretold each year from those before, and their forecasts are mixed with these weights. In the grid are the
// random walk, the random walk with drift, simple exponential smoothing, with drift (which is the Theta method: Hyndman and Billah 2003) and Holt's method
// with and without damping: the innovations state space models ETS(A,N,N) and ETS(A,Ad,N) of Hyndman, Koehler, Ord and Snyder (2008), Forecasting with
// Exponential Smoothing, Springer. Level, slope and scale are integrated out (as in Forbes, Snyder and Shami 2000, Bayesian exponential smoothing), so that
// what is not known of them is in the interval. Each forecast is a Student t.
//
// Three things that few years cannot show are added: trends turn (a surprise of the size of the usual yearly change counts as if it had been seen,
// [Turn], and the slope is uncertain by a part of that change for each year ahead, [Veer]); every model is wrong, and more so further ahead ([Widening]);
// surprises have heavy tails ([Tails]).
//
// # What earlier forecasts teach
//
// Then the record speaks: had earlier forecasts been right as often as they said? Each outcome has a score, its quantile in the distribution that was told for it. The scores
// of all series of the table h years ahead, up to the year from which the forecast is made and no later, give one factor; a distribution is drawn apart by it, and
// both the ends of intervals and chances are of the distribution so drawn. The factor has two parts:
//
//   - What size of score would have covered 80 % of the outcomes, in the manner of split conformal prediction (Vovk, Gammerman and Shafer 2005)? Every year of outcomes
//     counts as one, because what befalls a year befalls all regions. Its logarithm is drawn towards that of a year less ahead, and of the first towards 1, the more the
//     fewer years ([Years]) and outcomes ([Patience]) there are.
//   - How often had the intervals been right that were told in those years, this factor included? What was missed more often than a fifth widens further ([Heed], [Crowd]), and
//     the other way round (adaptive conformal inference: Gibbs and Candès 2021; Angelopoulos, Candès and Tibshirani 2023). So the interval is right over the years,
//     whatever they bring, though not in each of them.
//
// A series alone teaches itself in the same manner, only more slowly. A series that has never changed neither teaches nor learns.
//
// The constants of the model were set on a small sample of the NUTS 3 series of Eurostat (at most one in a hundred of the large tables, one in five of the small ones, and all of persons
// employed), those of the record and the widening on one in twenty of the large tables, one in four of the middling and all of the small: the same for every table, so
// that the 80 % interval covers about 80 %. The test of this package tells how often it covers over all series, table by table, year ahead by year ahead, and in each target year. A
// single target year is no test: the pandemic, the crisis of 2009 or a calm year is one draw that all series share, and most lie outside of 75 to 85 %.
//
// # Conventions
//
//   - Years are consecutive. A missing value is NaN: level and slope go on through it, and it is no observation. It is never zero.
//   - A break in the series parts it: only what comes from the last break on is carried forward; how forecasts fared is counted before it too. Fewer than
//     [Least] observations are refused.
//   - A forecast depends on the other series of its table through one factor for each year ahead ([Forecast].Width tells the first), in no other way.
//   - Series above zero are worked on in logarithms, others as they are ([Scale]). The point told is the median.
//   - What is published in whole units is not known more finely: the unit, found from the values, is part of the scale. So no interval is ever without width.
//   - A series that has never changed says nothing of how it would: its interval is as narrow as the unit it is published in, right as long as nothing
//     changes and wrong when something does. The test of this package counts such series apart, too.
//   - A chance is told between 0.001 and 0.999: so few years do not bear more.
//   - Nothing is drawn at random: the same series gives the same numbers.
package forecast
