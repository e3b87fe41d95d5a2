import { runToolMain, sayLine, toolAccess } from '../support/toolMain';
import { consistencyUsage, parseConsistencyArguments } from './consistencyArguments';
import { countsSentence } from './report';
import { runConsistency } from './runConsistency';

const defaultImage = 'galera-clusters/mariadb:11.8';

// Ctrl+C ends it after the transfer under way. Exit 0: no fault; 1: one, or the run couldn't be made; 2: usage.
runToolMain({
  usage: consistencyUsage,
  parse: (args) => parseConsistencyArguments(args, process.env['GALERA_IMAGE'] ?? defaultImage),
  async run(request, enough) {
    const { access, options } = await toolAccess('consistency');
    sayLine(`seed ${request.seed}, ${request.transfers} transfers, ${request.image}`);
    const result = await runConsistency(access, request, options, sayLine, enough);
    result.failures.forEach((failure) => sayLine(`FAILED ${failure}`));
    sayLine(countsSentence(result));
    return result.failures.length === 0 ? 0 : 1;
  },
});
