// SPDX-License-Identifier: Apache-2.0
// feelin: FEEL in JavaScript. It parses at each call, so a thousand entries go into one.
'use strict';
const { entries, Tally, parts, report, fail } = require('./common');
const { evaluate } = require('feelin');
const rules = require('./feel');

const all = entries();
report(() => {
  const tally = new Tally(true);
  for (const part of parts(all, 1000))
    for (const answer of evaluate(rules, { entries: part }).value)
      tally.add(answer.id, answer.due, answer.gone_from && answer.gone_from.toString().slice(0, 10));
  return tally;
}).catch(fail);
