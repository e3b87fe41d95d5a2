import Mocha from 'mocha';
import { followRun } from './followRun.mjs';

/** For connections to end that the last test has let go of. */
const lingerMs = 20_000;

/**
 * A mocha reporter of one line a test, as it ends; the record of the run goes to the file that GALERA_RUN names. What
 * keeps the process from ending afterwards is a failure: it would keep a user's command from ending, too.
 */
class PromptReporter extends Mocha.reporters.Base {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    followRun(runner, (line) => process.stdout.write(`${line}\n`), process.env['GALERA_RUN']);
    runner.once('end', () => {
      setTimeout(() => {
        process.stdout.write('Something that the tests left open keeps their process from ending.\n');
        process.exit(1);
      }, lingerMs).unref();
    });
  }
}

// eslint-disable-next-line import-x/no-default-export -- mocha loads reporters so
export default PromptReporter;
