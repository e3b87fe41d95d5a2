import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { splitJsonLines } from './jsonLines.mjs';

/** A Docker answer other than 2xx, with Docker's own words. */
export class DockerAnswerError extends Error {
  /**
   * @param {number} statusCode
   * @param {string} message
   */
  constructor(statusCode, message) {
    super(message);
    this.name = 'DockerAnswerError';
    this.statusCode = statusCode;
  }
}

/**
 * Asks a Docker engine over HTTP: the `docker` command may be missing, or too new for the engine.
 *
 * @param {string} host as DOCKER_HOST writes it: unix://, npipe:// or tcp://
 * @param {string} method
 * @param {string} path with its query
 * @param {{ body?: unknown, timeoutMs?: number }} [options] the body is sent as JSON
 * @returns {Promise<any>} the parsed answer; its text where it isn't JSON
 * @throws {DockerAnswerError}
 */
export async function askDocker(host, method, path, { body, timeoutMs } = {}) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await send(host, method, path, { headers, timeoutMs }, (request) =>
    request.end(body === undefined ? undefined : JSON.stringify(body)),
  );
  const text = await readText(response);
  const isJson = response.headers['content-type']?.startsWith('application/json') ?? false;
  return isJson && text !== '' ? JSON.parse(text) : text;
}

/**
 * POSTs to Docker where it answers with a stream of events. Docker says 200 before it knows, and tells failures
 * as events.
 *
 * @param {string} host
 * @param {string} path
 * @param {{ body?: import('node:stream').Readable, idleMs?: number, onEvent?: (event: any) => void }} options
 *   `idleMs`: give up where nothing moved for so long
 * @throws {Error} in Docker's words
 */
export async function streamDocker(host, path, { body, idleMs, onEvent = () => {} }) {
  const headers = body === undefined ? {} : { 'content-type': 'application/x-tar' };
  const response = await send(host, 'POST', path, { headers, timeoutMs: idleMs }, (request) => {
    if (body === undefined) {
      request.end();
    } else {
      body.once('error', (error) => request.destroy(error));
      body.pipe(request);
    }
  });
  for await (const event of splitJsonLines(response)) {
    if (typeof event.error === 'string') {
      throw new Error(event.error);
    }
    onEvent(event);
  }
}

/**
 * @param {string} host
 * @param {string} method
 * @param {string} path
 * @param {{ headers: http.OutgoingHttpHeaders, timeoutMs: number | undefined }} options
 * @param {(request: http.ClientRequest) => void} write
 * @returns {Promise<http.IncomingMessage>}
 */
async function send(host, method, path, { headers, timeoutMs }, write) {
  const { secure, ...where } = connectionOptions(host);
  const request = (secure ? https : http).request({ ...where, method, path, headers });
  if (timeoutMs !== undefined) {
    request.setTimeout(timeoutMs, () => request.destroy(new Error(`No answer within ${timeoutMs / 1000} s`)));
  }
  const response = await new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    write(request);
  });
  if (response.statusCode >= 400) {
    const text = await readText(response);
    throw new DockerAnswerError(response.statusCode, messageOf(text));
  }
  return response;
}

/** @param {string} host */
function connectionOptions(host) {
  const url = new URL(host);
  if (url.protocol === 'unix:' || url.protocol === 'npipe:') {
    return { secure: false, socketPath: decodeURIComponent(host.slice(`${url.protocol}//`.length)) };
  }
  const verified = (process.env['DOCKER_TLS_VERIFY'] ?? '') !== '';
  const certificates = process.env['DOCKER_CERT_PATH'] ?? (verified ? join(homedir(), '.docker') : undefined);
  const secure = url.protocol === 'https:' || verified;
  const where = { secure, host: url.hostname, port: url.port === '' ? (secure ? 2376 : 2375) : Number(url.port) };
  if (!secure || certificates === undefined) {
    return where;
  }
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((file) => readFileSync(join(certificates, file)));
  return { ...where, ca, cert, key };
}

/** @param {string} text */
function messageOf(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return text;
  }
}

/** @param {http.IncomingMessage} response */
async function readText(response) {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
  }
  return text;
}
