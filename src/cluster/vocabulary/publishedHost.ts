/** Every SQL port is published here and nowhere else. */
export const publishedHost = '127.0.0.1';
