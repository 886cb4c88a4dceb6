// SPDX-License-Identifier: EUPL-1.2

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Tells what failed, writes the counts to path, prints the closing line, returns the exit status. */
export function close(results, path) {
  const bad = results.filter((r) => r.problems.length);
  for (const r of bad) console.log(`FAIL ${r.name}\n${r.problems.map((p) => '     ' + p).join('\n')}`);
  const counts = { passed: results.length - bad.length, failed: bad.length, failures: bad.map((r) => r.name) };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(counts, null, 2) + '\n');
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return bad.length || results.length === 0 ? 1 : 0;
}
