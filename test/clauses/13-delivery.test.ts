// 仕様書 13 納品物.
import { describe, test } from 'vitest';

describe('13 納品物', () => {
  test.todo('[13(2)] a monthly report of operation');
});
