import { expect, test } from 'vitest';
import { hostsIn, urlsOf } from './hosts.ts';

test('one host gives itself', () => {
  expect(urlsOf('postgres://u@db.example.jp:5433/m')).toEqual(['postgres://u@db.example.jp:5433/m']);
});

test('[11(1)a] several hosts give a URL each, with what they share', () => {
  const url = 'postgres://u%40x@10.0.0.1:5432,10.0.0.2,[fd00::3]:6000/m?sslmode=require&target_session_attrs=read-write';
  expect(urlsOf(url)).toEqual([
    'postgres://u%40x@10.0.0.1:5432/m?sslmode=require',
    'postgres://u%40x@10.0.0.2/m?sslmode=require',
    'postgres://u%40x@[fd00::3]:6000/m?sslmode=require',
  ]);
  expect(hostsIn(url)).toBe(3);
});

test.each([
  'mysql://u@h/m',
  'postgres:///m',
  'postgres://u@h,/m',
  'postgres://u@h:port,other/m',
  'postgres://u@one,two/m?target_session_attrs=standby',
  'host=one dbname=m',
])('%s is none', (url) => {
  expect(urlsOf(url)).toBeUndefined();
});
