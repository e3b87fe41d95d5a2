/**
 * A job that has run.
 *
 * @typedef {import('./runJob.mjs').Outcome & { suite: string, job: string }} Done
 */

const slowest = 15;

/** @param {number} ms */
function inSeconds(ms) {
  return `${(ms / 1_000).toFixed(1).padStart(8)} s`;
}

/**
 * What suites, jobs and the slowest tests took, as lines to print.
 *
 * @param {readonly Done[]} done
 * @returns {string[]}
 */
export function timesTaken(done) {
  const suites = [...new Set(done.map(({ suite }) => suite))];
  const tests = done.flatMap(({ job, took }) => took.map(({ title, ms }) => ({ title: `${job}: ${title}`, ms })));
  return [
    '',
    'Time taken; jobs ran side by side:',
    ...suites.flatMap((suite) => {
      const jobs = done.filter((each) => each.suite === suite).sort((a, b) => b.ms - a.ms);
      const sum = jobs.reduce((all, { ms }) => all + ms, 0);
      const [only] = jobs;
      return jobs.length === 1 && only !== undefined
        ? [`${inSeconds(sum)}  ${only.job}`]
        : [
            `${inSeconds(sum)}  ${suite}, ${jobs.length} jobs`,
            ...jobs.map(({ job, ms }) => `${inSeconds(ms)}    ${job}`),
          ];
    }),
    `The ${slowest} slowest tests and hooks:`,
    ...tests
      .sort((a, b) => b.ms - a.ms)
      .slice(0, slowest)
      .map(({ title, ms }) => `${inSeconds(ms)}  ${title}`),
  ];
}
