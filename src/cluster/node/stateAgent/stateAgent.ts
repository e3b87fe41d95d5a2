import balancers from './balancers.pl';
import lostMembers from './lostMembers.pl';
import serve from './serve.pl';
import serverClient from './serverClient.pl';

/** What tells balancers of a node: one file, in the order in which its parts build on each other. */
export function stateAgent(): string {
  return [serverClient, balancers, lostMembers, serve].join('\n');
}
