import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

interface RequestTaker {
  addRequest(request: ClientRequest, ...rest: unknown[]): void;
}

/**
 * Has a request fail when the connection breaks in the middle of its answer. Node tells that on the answer only, and
 * docker-modem, which listens on the request, would wait for its end for ever (lib/modem.js, buildRequest).
 *
 * @returns the agent that was given.
 */
export function failBrokenAnswers<A extends Agent>(agent: A): A {
  const taker = agent as unknown as RequestTaker;
  const addRequest = taker.addRequest.bind(agent);
  taker.addRequest = (request, ...rest) => {
    request.once('response', (answer: IncomingMessage) => {
      answer.once('close', () => {
        if (!answer.complete && request.listenerCount('error') > 0) {
          request.emit('error', Object.assign(new Error("The connection broke in the middle of Docker's answer"), { code: 'ECONNRESET' }));
        }
      });
    });
    addRequest(request, ...rest);
  };
  return agent;
}
