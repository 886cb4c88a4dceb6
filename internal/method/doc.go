// SPDX-License-Identifier: EUPL-1.2

// Package method describes each method of analysis once and gives it its doors.
//
// A [Method] is a description (parameters, result tables and what their columns mean, sources) and a function from [Args] to a
// [Result]. The command line, the API and the pages are made from the description; none of them knows a method by name. Numbers come
// from the packages of analysis; here tables are read into what those take ([ReadCells], [ReadUnits], [ReadLinks], [Outlines]) and
// results are named.
//
// To add a method, write one file that declares a variable of type Method, and name it in the list of registry.go. Its words
// stand in the catalogue method: method.about.ID.title, .summary, .formula and .caveats; a parameter and a column that are new
// need method.param.NAME and method.column.NAME (or a Help key of their own where the same name means something else). The tests of
// this package tell what is left out.
//
// What holds for every method: an empty cell is missing and stays missing, 0 is data; ids keep the order of the input; numbers are
// written so that reading them gives the same number again; a fault names file, line and column, and then nothing is written.
//
// Words of forms and tables hang on the same keys: method.label, .choice, .head and .table; no door shows a raw name.
//
// Over the partnership's cubes a method is asked by an [Analysis], a record; what came of it is a [Run] in a table of this room: inputs
// with their vintages, parameters, seed, engine, notes, and the result under its hash. The same state gives the same bytes ([Repeat]); a new
// vintage makes it due again ([Watch]); cells are found by key ([Data.Cell]). An input is one dataset, figures of several as the columns of
// one table ([Part]), or a small file that stays with the question; the description says which ([Param].Takes, Of, Free, Made).
//
// What may live here: descriptions, readers of the tables methods take, writers of their results, the binding to cubes. What may
// not: arithmetic of a method (analysis), flags and exit statuses (cli), pages (web).
package method
