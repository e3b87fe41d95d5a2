import Mocha from 'mocha';
import { followRun } from './followRun.mjs';

/** A mocha reporter of one line a test, as it ends; the record of the run goes to the file that GALERA_RUN names. */
class PromptReporter extends Mocha.reporters.Base {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    followRun(runner, (line) => process.stdout.write(`${line}\n`), process.env['GALERA_RUN']);
  }
}

// eslint-disable-next-line import-x/no-default-export -- mocha loads reporters so
export default PromptReporter;
