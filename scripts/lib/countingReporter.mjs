import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * mocha's `spec` reporter, which also writes the counts to the file named by GALERA_STATS once every test is
 * through: a run that crashed midway leaves no file.
 */
class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env['GALERA_STATS'];
    if (file !== undefined) {
      runner.once('end', () => writeFileSync(file, JSON.stringify(this.stats)));
    }
  }
}

// eslint-disable-next-line import-x/no-default-export -- mocha loads reporters so
export default CountingReporter;
