import type { FormErrors } from '../../../lib/html/index.ts';
import type { Placed } from '../../../reservations/needs.ts';
import type { Service } from '../../../services/read.ts';
import type { CautionFacts } from '../../../services/read-cautions.ts';
import type { Found } from '../../parts/find-people.ts';
import type { One } from '../../parts/party.ts';
import type { Places } from '../../parts/places.ts';
import type { CallProblem } from '../../parts/read-box.tsx';
import type { Who } from '../../parts/who.ts';

/** Of an address or a form. */
export type Fields = Readonly<Record<string, unknown>>;

/** A place this account holds for who is on the telephone. `whole`: for exactly those who come; else it is for fewer of them, or for others. `sign`: of this page, until it is left or a press in another window takes the call. */
export type CallHold = { id: string; sign: string; slotId: number; until: Date; whole: boolean; placed: Placed[] };

export type BookingProps = {
  search: string;
  found: Found;
  who: Who | undefined;
  /** Everyone who comes, who calls before the others; with what stands in the way, but for the account's own hold. */
  party: readonly One[];
  /** The search for one more, and its opaque id. */
  find: string;
  foundMore: Found;
  services: Service[];
  service: Service | undefined;
  /** How many places they take. */
  units: number;
  hold: CallHold | undefined;
  places: Places | undefined;
  /** What their last booking was in. */
  language: string;
  /** What citizens tick on the web; who calls is told it. */
  cautions: CautionFacts[];
  /** How many minutes before their time citizens are asked to come; 0: nothing is said. */
  arrive: number;
  errors: FormErrors;
  /** What is wrong with the boxes of who comes; those of the last column are in `errors`. */
  personErrors?: FormErrors;
  /** The boxes of one more are open: only where no card is on file. */
  more: boolean;
  /** What is wrong with the boxes of one more. */
  moreErrors?: FormErrors;
  /** What is said of one more who could not join. */
  moreSaid?: string;
  /** What happened to the press, where no single box is at fault. */
  problem?: CallProblem;
  /** What was typed before; empty fields on the first showing come from the card. */
  typed: Readonly<Record<string, unknown>> | undefined;
};
