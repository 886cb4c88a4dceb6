// SPDX-License-Identifier: EUPL-1.2

// Package forecast carries short annual series forward, with an honest interval and the chance that a target is met.
//
// [New] takes the values of a series year by year and gives a [Forecast]: a distribution for each year ahead, asked by [Forecast.Quantile],
// [Forecast.Interval] and [Forecast.Chance]. [Backtest] does the same from every earlier year and tells what came of it.
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
// surprises have heavy tails ([Tails]). Then the series' own record speaks: had earlier forecasts from it been right as often as they said? The width is
// multiplied by the ratio of what would have covered 80 % of the outcomes to what was said, drawn towards 1 the fewer outcomes there are ([Patience]), in the manner
// of conformal prediction.
//
// The five constants were set on a small sample of the NUTS 3 series of Eurostat (at most one in a hundred of the large tables, one in five of the small ones, and all of persons employed), so
// that the 80 % interval covers about 80 %; the test of this package then tells how often it covers over all series, table by table, those of the sample apart.
//
// # Conventions
//
//   - Years are consecutive. A missing value is NaN: level and slope go on through it, and it is no observation. It is never zero.
//   - A break in the series parts it: only what comes from the last break on is used. Fewer than [Least] observations are refused.
//   - Series above zero are worked on in logarithms, others as they are ([Scale]). The point told is the median.
//   - What is published in whole units is not known more finely: the unit, found from the values, is part of the scale. So no interval is ever without width.
//   - A series that has never changed says nothing of how it would: its interval is as narrow as the unit it is published in, right as long as nothing
//     changes and wrong when something does. The test of this package counts such series apart, too.
//   - A chance is told between 0.001 and 0.999: so few years do not bear more.
//   - Nothing is drawn at random: the same series gives the same numbers.
package forecast
