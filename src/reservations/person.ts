import { searchPairs } from '../cards/search-keys.ts';
import { kanaKey, nameKey, personKey } from '../lib/japanese/keys.ts';

/** Who comes for a service without a card on file, as they say. `birthDate` is a JST day, `phone` its digits. */
export type Person = { name: string; kana: string; birthDate: string; phone: string };

/** One person of a party: by card, or for services without a card on file by who they are. */
export type MemberRequest = { cardId: number } | { person: Person };

/** The key "nobody twice" goes by (§8(3)⑫): name key and birth date, as for a card's person. Null where the name has no character that counts. */
export const keyOf = ({ name, birthDate }: Pick<Person, 'name' | 'birthDate'>): string | null =>
  personKey(nameKey(name), birthDate);

/** What is kept of a person to find them by: the keys and pairs a card has. */
function keysOf({ name, kana }: Person) {
  const [forName, forKana] = [nameKey(name), kanaKey(kana)];
  return { name_key: forName, kana_key: forKana, pairs: searchPairs(forName, forKana) };
}

/** A visit's person, as `citizen.identify` takes it: reservations.sound_person says what it must be. */
export const personRow = (person: Person) => ({
  key: keyOf(person),
  name: person.name,
  kana: person.kana,
  birth_date: person.birthDate,
  phone: person.phone,
  ...keysOf(person),
});

/** A member of a party, as `reservations.hold` takes it. */
export const memberOf = (person: Person) => ({
  person_key: keyOf(person),
  name: person.name,
  kana: person.kana,
  birth_date: person.birthDate,
  ...keysOf(person),
});

/** Which of the people of a reservation is meant. */
export const isMember = (member: MemberRequest, of: { cardId: number | null; personKey: string | null }): boolean =>
  'cardId' in member ? of.cardId === member.cardId : of.cardId === null && of.personKey === keyOf(member.person);
