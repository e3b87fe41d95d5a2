import fc from 'fast-check';
import { bytesHex, type Values } from './literals';

const coordinate = fc.oneof(
  fc.constantFrom('0', '-0e0', '1', '9', '10', '92', '1e308', '5e-324', '0.1', '-180', '90'),
  fc.integer({ min: -1_000, max: 1_000 }).map(String),
);
const point = fc.tuple(coordinate, coordinate).map(([x, y]) => `${x} ${y}`);
export const shapes: Readonly<Record<string, fc.Arbitrary<string>>> = {
  POINT: point.map((at) => `POINT(${at})`),
  LINESTRING: fc.array(point, { minLength: 2, maxLength: 5 }).map((all) => `LINESTRING(${all.join(',')})`),
  POLYGON: fc
    .tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 99 }))
    .map(([at, size]) => `POLYGON((${at} 0,${at + size} 0,${at + size} ${size},${at} 0))`),
  MULTIPOINT: fc.array(point, { minLength: 1, maxLength: 4 }).map((all) => `MULTIPOINT(${all.join(',')})`),
  MULTILINESTRING: fc.array(point, { minLength: 2, maxLength: 4 }).map((all) => `MULTILINESTRING((${all.join(',')}))`),
  MULTIPOLYGON: fc.integer({ min: 1, max: 99 }).map((size) => `MULTIPOLYGON(((0 0,${size} 0,${size} ${size},0 0)))`),
  GEOMETRYCOLLECTION: point.map((at) => `GEOMETRYCOLLECTION(POINT(${at}),LINESTRING(0 0,1 1))`),
};
export const geometryOf = (shape: fc.Arbitrary<string>): Values =>
  fc
    .tuple(shape, fc.constantFrom('', ', 4326', ', 0', ', 4294967295'))
    .map(([text, srid]) => `ST_GeomFromText('${text}'${srid})`);
export const vectorValues: Values = fc
  .array(fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1.5)), {
    minLength: 3,
    maxLength: 3,
  })
  .map((numbers) => bytesHex(new Uint8Array(new Float32Array(numbers).buffer)));
