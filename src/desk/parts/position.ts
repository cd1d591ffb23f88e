import { wholeNumber } from '../../lib/values/numbers.ts';

/**
 * Where somebody stands in a party, as forms and addresses carry it. Numbers of those who were removed are not given again (`reservations.add_member`), so it
 * is bound by its column (`smallint`) and not by how many may come.
 */
export const memberPosition = wholeNumber(1, 32_767);

/** Persons of a party, as a button names them: `1 3`. */
export const positionsOf = (text: string): number[] =>
  text.split(' ').flatMap((one) => {
    const position = memberPosition(one);
    return position.ok ? [position.value] : [];
  });
