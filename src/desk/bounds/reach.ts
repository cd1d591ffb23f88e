import { paths } from '../paths.ts';
import {
  actUndone,
  boxAt,
  boxCounted,
  boxesExplained,
  type Check,
  cardAt,
  closingAt,
  closingsAt,
  deliveryNamed,
  draftAffected,
  draftAt,
  draftCompared,
  listAt,
  moveUndone,
  named,
  officeAt,
  parcelAt,
  parcelFrom,
  stocktakeAt,
  ticked,
  togetherAt,
  visitAt,
  visitPressed,
} from './offices-of.ts';

/**
 * How far an account that is bound to offices comes with a page. `anyone`: it is of no office, or is done for each of them at every desk (a call comes in where it
 * comes in). `city`: of the whole city, and not theirs. Else what says of which offices a request is: each check must find only those of the account.
 */
type Reach = 'anyone' | 'city' | readonly Check[];

const OFFICE = named('office');

/**
 * By address: of a route as it is written, or with `/*` of all that begin so; the longest counts. `POST ` before it: of the press alone. Why each is what it is:
 * docs/decisions/0023-bounds.md. What stands nowhere is the city's, and a test asks for it.
 */
const REACH: Readonly<Record<string, Reach>> = {
  // Oneself.
  '/': 'anyone',
  '/sign-out': 'anyone',
  '/kept/*': 'anyone',
  '/password': 'anyone',
  '/second-factor/*': 'anyone',
  // Whoever calls is answered at every desk: they are found, booked, moved, put on the waiting list, told.
  '/search/*': 'anyone',
  [paths.scan]: 'anyone',
  '/booking/*': 'anyone',
  '/waiting/*': 'anyone',
  '/reservations/*': 'anyone',
  '/people/:card': 'anyone',
  '/people/:card/remark/*': 'anyone',
  '/people/:card/lift': 'anyone',
  '/people/:card/protect/*': 'anyone',
  '/locks/*': 'anyone',
  '/terminals/*': 'anyone',
  // A visit stays though its time is shut: its counter opens for it.
  '/reservations/:id/keep/*': [visitAt],
  // The counter of an office.
  '/today': [OFFICE],
  [paths.press]: [OFFICE, visitPressed, actUndone],
  '/today/hand-over': [OFFICE, visitPressed],
  '/today/hand-over/many': [OFFICE],
  '/today/hand-over/many/:id/*': [togetherAt],
  '/today/incomplete': [OFFICE, visitPressed],
  '/today/end/*': [OFFICE],
  '/walk-in/*': [OFFICE],
  '/todo': [OFFICE],
  // A card: where it lies.
  '/people/:card/*': [cardAt],
  '/people/:card/found': [OFFICE, cardAt],
  '/storage': [OFFICE],
  '/storage/open': [OFFICE],
  '/storage/boxes': [OFFICE],
  '/storage/boxes/:id/*': [boxAt],
  '/storage/labels': [OFFICE, deliveryNamed],
  '/storage/stocktakes': [OFFICE, boxCounted],
  '/storage/stocktakes/:id/*': [stocktakeAt, boxesExplained],
  '/storage/differences': [OFFICE, boxesExplained],
  '/parcels': [OFFICE],
  '/parcels/:id': [parcelAt],
  '/parcels/:id/slip.pdf': [parcelAt],
  'POST /parcels/:id/*': [parcelFrom],
  '/scan/:mode/*': [OFFICE, moveUndone],
  // What comes from J-LIS and goes to the post comes and goes for all offices together.
  '/storage/rules/*': 'city',
  '/storage/placing': 'city',
  '/storage/days/*': 'city',
  '/cards/*': 'city',
  '/intake/*': 'city',
  '/conflicts/*': 'city',
  '/people/:card/posted/*': 'city',
  '/people/:card/address': 'city',
  '/people/:card/post-again': 'city',
  '/people/:card/keep/*': 'city',
  // Lists and figures: those that are kept by office.
  '/lists': 'anyone',
  '/lists/:list/*': [OFFICE, listAt],
  '/numbers': [OFFICE],
  // The calendar of an office.
  '/calendar': [OFFICE],
  '/calendar/day': [OFFICE],
  '/calendar/drafts': [OFFICE],
  '/calendar/drafts/:id/*': [OFFICE, draftAt, draftCompared],
  '/calendar/drafts/:id/affected/*': [draftAffected],
  '/closings': 'anyone',
  '/closings/new': [OFFICE, ticked],
  '/closings/:id/*': [closingAt],
  '/closings/:id/together/*': [closingsAt],
  '/calendar/differences': 'city',
  '/calendar/patterns': 'city',
  '/calendar/drafts/:id/pattern': 'city',
  '/calendar/drafts/:id/pattern-retired': 'city',
  '/calendar/drafts/:id/holiday': 'city',
  '/calendar/drafts/:id/year': 'city',
  // What is set of an office; an office is opened and given up by the city.
  '/settings': 'anyone',
  '/settings/*': 'city',
  '/settings/offices': 'anyone',
  '/settings/offices/:id': [officeAt('id')],
  '/settings/offices/:id/transfers': [officeAt('id')],
  '/settings/offices/:id/planned/*': [officeAt('id')],
  '/settings/windows': 'anyone',
  '/settings/windows/:office/:service': [officeAt('office')],
  '/mails/*': 'city',
  '/alarms': 'city',
  '/running/*': 'city',
  '/accounts/*': 'city',
  '/audit/*': 'city',
};

/** Whether a route is one of an entry, and by how many letters of it. */
const fits = (entry: string, method: string, path: string): number | undefined => {
  const [own, at] = entry.startsWith('POST ') ? ['POST', entry.slice('POST '.length)] : [undefined, entry];
  if (own !== undefined && own !== method) return undefined;
  const begin = at.endsWith('/*') ? at.slice(0, -'/*'.length) : undefined;
  const is = begin === undefined ? path === at : path === begin || path.startsWith(`${begin}/`);
  // Of the same length the exact address counts, then the press alone.
  return is ? at.length * 4 + (begin === undefined ? 9 : 0) + (own === undefined ? 0 : 1) : undefined;
};

/** How far a bound account comes with a route; undefined: nobody has decided it. */
export const reachOf = (method: string, path: string): Reach | undefined =>
  Object.entries(REACH)
    .flatMap(([entry, reach]) => {
      const letters = fits(entry, method, path);
      return letters === undefined ? [] : [{ letters, reach }];
    })
    .toSorted((one, other) => other.letters - one.letters)[0]?.reach;

/** Whether a bound account comes there at all. */
export const isOfOffices = (method: string, path: string): boolean => (reachOf(method, path) ?? 'city') !== 'city';
