// SPDX-License-Identifier: EUPL-1.2

// Package opinion finds groups of people who vote alike on short statements, and says when there are none to be found.
//
// [New] takes votes (1 agree, 0 pass, −1 disagree, nothing where a statement was not seen), [Find] looks for groups, [Describe] counts what the
// groups said and picks the statements that are common to all and those that stand for one group.
//
// # Method
//
//   - Who has cast too few votes is not counted: there is nothing to go by ([Options].Least).
//   - What is expected of every vote is taken off: how readily the person agrees with anything, and how popular the statement is. A statement not
//     seen stands at what is expected. Differences of readiness are no differences of opinion; [Options].KeepLevel leaves them in, as Polis does.
//   - The leading axes of what remains (principal components) make a plane. Participants are set on it by the statements they have seen, scaled
//     by √(C/Cᵢ) as in Polis: C statements, of which Cᵢ were voted on.
//   - For each number of groups from 2 to [Options].Most, k-means on the axes gives divisions to begin with; participants then move, one after the
//     other, to the group whose answers explain their votes best, and the likeliest division stays. Likelihood is integrated over the answers of
//     the groups, so that more groups must pay for themselves (Biernacki, Celeux and Govaert 2010; Côme and Latouche 2015). More groups are believed
//     when what remains of the votes and the bare votes together make them clearly likelier (Kass and Raftery 1995).
//   - A test says whether the votes have any structure beyond readiness and popularity. Random tables with the same margins are drawn by trades
//     between participants; the test is exact, see [Evidence]. Without structure (p above [Options].Alpha, or no division likelier than one
//     group of all), or when parts of the data give other groups (mean agreement under one half), the verdict is [NotApart]: "cannot be told apart"
//     is an answer.
//   - How far groups can be recovered is bounded by the votes: with 20 statements, half of them unseen and 15 % of votes astray, one who knew every group's
//     answers would reach an adjusted Rand index of 0.7 to 0.85.
//
// # Conventions
//
//   - The same for any order of participants and statements, to the bit: everything is computed in an order that the votes themselves give.
//     Groups are numbered by falling size; the statement that weighs most on an axis is agreed with on its positive side.
//   - A pass is a vote: 0 on the axes, counted among the votes of a statement. The test looks at agreeing and disagreeing alone, because who passes
//     may have reasons of any kind.
//   - Groups hold two participants or more, and at least a fiftieth of those counted.
//   - Groups that differ in nothing but how often they agree with anything are not told apart.
//   - Randomness is a seed and nothing else; results are the same for any number of threads.
//
// Sources: Small, Bjorkegren, Erkkilä, Shaw and Megill (2021), Recerca 26(2) (Polis); Besag and Clifford (1989), Biometrika 76, and (1991),
// Biometrika 78 (exact and sequential Monte Carlo tests); Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz (2014), Nature Communications 5
// (trades); Rasch (1960), Probabilistic Models; Horn (1965), Psychometrika 30 (parallel analysis); Rousseeuw (1987), Journal of Computational
// and Applied Mathematics 20 (silhouette); Hubert and Arabie (1985), Journal of Classification 2 (adjusted Rand).
//
// What lives here is pure computation on votes. Files, the words of messages and pictures do not belong here.
package opinion
