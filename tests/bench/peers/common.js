// SPDX-License-Identifier: Apache-2.0
// What the peers in JavaScript share: node PEER.js CSV DAY CUTOFFS. CSV holds the entries with a header; CUTOFFS is JSON, see cutoffs() in
// engines.py. A peer decides all entries and hands a Tally to report().
'use strict';
const fs = require('fs');
const [csv, today, cutoffs] = process.argv.slice(2);

const number = day => Date.parse(day + 'T00:00:00Z') / 86400000;  // days since 1970-01-01
const DATES = ['recorded_on', 'settled_on', 'closed_on', 'last_event_on', 'proof_on'], TRUTHS = ['titled', 'creditor_confirms', 'legal_hold'];

/** The entries as objects: ids and amounts as numbers, truths as booleans (absent: false), dates by `date`, null where there is none. */
function entries(date = day => day) {
  const [head, ...lines] = fs.readFileSync(csv, 'utf8').trimEnd().split(/\r?\n/);
  const names = head.split(',');
  return lines.map(line => {
    const entry = {};
    line.split(',').forEach((text, i) => { entry[names[i]] = text; });
    for (const name of ['id', 'amount']) entry[name] = Number(entry[name]);
    for (const name of TRUTHS) entry[name] = entry[name] === '1';
    for (const name of DATES) entry[name] = entry[name] ? date(entry[name]) : null;
    return entry;
  });
}

class Tally {
  constructor(tellsDays) { Object.assign(this, { entries: 0, erase: 0, erase_ids: 0, review: 0, review_ids: 0, ...(tellsDays && { days: 0 }) }); }
  /** What is due for an entry ('erase', 'review' or nothing), and the text of the day from which it is gone, if the peer tells it. */
  add(id, due, goneFrom) {
    this.entries++;
    if (due === 'erase') { this.erase++; this.erase_ids += id; }
    if (due === 'review') { this.review++; this.review_ids += id; }
    if (goneFrom) this.days += id % 65521 * number(goneFrom);
  }
}

/** An array in parts of `size`. */
function* parts(all, size) { for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size); }

/** Seconds of CPU and the peak of memory of a process: this one, or another by its id. */
const cpu = pid => {
  if (!pid) { const c = process.cpuUsage(); return (c.user + c.system) / 1e6; }
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const peak = (pid = 'self') => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Measures decide(), which returns a Tally, and prints the result. `pid`: the process that does the work, if it is not this one. */
async function report(decide, pid) {
  const start = performance.now(), before = cpu(pid);
  const decided = await decide();
  const seconds = { wall: (performance.now() - start) / 1000, cpu: cpu(pid) - before };
  console.log(JSON.stringify({ decided, ...seconds, peak_mib: peak(pid) }));
}

const fail = error => { console.error(error); process.exit(2); };
module.exports = { csv, today, cutoffs: JSON.parse(cutoffs), number, entries, Tally, parts, report, fail };
