// SPDX-License-Identifier: EUPL-1.2
// Lambert's azimuthal equal-area projection of Europe's statistical maps (EPSG:3035 on GRS 80; Snyder 1987, equations 24-17 to 24-27), as
// the drawn maps of the house have it: areas on the plane are areas on the ground.
const A = 6378137;
const F = 1 / 298.257222101;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const DEGREE = Math.PI / 180;
const q = (s) => (1 - E2) * (s / (1 - E2 * s * s) + Math.atanh(E * s) / E);
const QP = q(1);
const RQ = A * Math.sqrt(QP / 2);
const S = Math.sin(52 * DEGREE);
const SIN1 = q(S) / QP;
const COS1 = Math.sqrt(1 - SIN1 * SIN1);
const D = (A * Math.cos(52 * DEGREE)) / (Math.sqrt(1 - E2 * S * S) * RQ * COS1);

/** Degrees, longitude first, to metres: easting and northing. */
export function forward([lon, lat]) {
  const sinB = q(Math.sin(lat * DEGREE)) / QP;
  const cosB = Math.sqrt(Math.max(0, 1 - sinB * sinB));
  const l = (lon - 10) * DEGREE;
  const b = RQ * Math.sqrt(2 / (1 + SIN1 * sinB + COS1 * cosB * Math.cos(l)));
  return [4321000 + b * D * cosB * Math.sin(l), 3210000 + (b / D) * (COS1 * sinB - SIN1 * cosB * Math.cos(l))];
}

/**
 * Puts a place of the plane where a map in Mercator shows it undistorted: as if the plane touched the sphere at the equator. What such a
 * map calls degrees are none.
 */
export function onMap(place, [east, north]) {
  const [x, y] = forward(place);
  return [(x - east) / A / DEGREE, (2 * Math.atan(Math.exp((y - north) / A)) - Math.PI / 2) / DEGREE];
}
