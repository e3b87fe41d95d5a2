import { runToolMain, sayLine, toolAccess } from '../support/toolMain';
import { fidelityUsage, parseFidelityArguments } from './fidelityArguments';
import { countsLine, countsSentence, reportOf } from './report';
import { runFidelity } from './runFidelity';

const defaultImage = 'galera-clusters/mariadb:11.8';
/** More refusals than that, and the generator proves too little. */
const refusedShare = 0.2;

// Ctrl+C ends it after the transfer under way. Exit 0: no difference; 1: one, or the run couldn't be made; 2: usage.
runToolMain({
  usage: fidelityUsage,
  parse: (args) => parseFidelityArguments(args, process.env['GALERA_IMAGE'] ?? defaultImage),
  async run(request, enough) {
    const { access, options } = await toolAccess('fidelity');
    sayLine(`seed ${request.seed}, ${request.minutes} min, from ${request.from} to ${request.to}`);
    const { counts, faults, neverMade } = await runFidelity(access, request, options, sayLine, enough);
    const { made } = counts;
    faults.forEach((fault) => sayLine(reportOf(fault)));
    const reasons = [...made.reasons].sort(([, a], [, b]) => b.count - a.count).slice(0, 5);
    reasons.forEach(([reason, { count }]) => sayLine(`refused ${count} times: ${reason}`));
    if (neverMade.length > 0) {
      sayLine(`no table had a column of ${neverMade.join(', ')}`);
    }
    sayLine(countsSentence(counts, faults.length));
    sayLine(countsLine(counts, faults.length));
    return faults.length === 0 && neverMade.length === 0 && made.refusedTables < made.tables * refusedShare ? 0 : 1;
  },
});
