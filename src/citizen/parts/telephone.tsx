import { cityNow } from '../../site/city.ts';
import { breakable } from '../city.ts';
import { Theirs } from '../speech.tsx';

/** The city's telephone number, to press. Nothing where it is not set. */
export function Telephone({ class: name }: { class?: string }) {
  const { phone } = cityNow();
  if (phone === '') return null;
  return (
    <a {...(name === undefined ? {} : { class: name })} href={`tel:${phone.replace(/[^\d+]/gu, '')}`}>
      {phone}
    </a>
  );
}

/** When somebody answers it. */
export const TelephoneHours = () => <Theirs as={breakable}>{cityNow().phoneHours}</Theirs>;
