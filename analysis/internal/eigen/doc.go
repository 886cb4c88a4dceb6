// SPDX-License-Identifier: EUPL-1.2

// Package eigen finds eigenvalues and eigenvectors of symmetric matrices: all of them for a small matrix kept in full ([Symmetric]),
// the leading one for a matrix that is only known by what it does to a vector ([Leading]).
//
// What may live here: what more than one family of analysis needs of it. The same input gives the same bits, however many threads
// worked on the product. Which eigenvector means what is said by the family.
package eigen
