// 仕様書 10 研修の実施.
import { describe, test } from 'vitest';

describe('10 研修の実施', () => {
  test.todo('[§10] training for staff and, apart, for administrators: practice mode, plan, materials');
});
