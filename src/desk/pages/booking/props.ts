import type { FormErrors } from '../../../lib/html/index.ts';
import type { Standing } from '../../../reservations/read.ts';
import type { CautionFacts } from '../../../services/cautions.ts';
import type { Service } from '../../../services/read.ts';
import type { Found } from '../../parts/finder.tsx';
import type { Places } from '../../parts/places.ts';
import type { CallProblem } from '../../parts/read-box.tsx';
import type { Who } from '../../parts/who.ts';

/** A place this account holds for who is on the telephone. */
export type CallHold = { id: string; slotId: number; until: Date };

export type BookingProps = {
  search: string;
  found: Found;
  who: Who | undefined;
  services: Service[];
  service: Service | undefined;
  /** What stands in the way, but for the account's own hold. */
  standing: Standing | undefined;
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
  /** What happened to the press, where no single box is at fault. */
  problem?: CallProblem;
  /** What was typed before; empty fields on the first showing come from the card. */
  typed: Readonly<Record<string, unknown>> | undefined;
};
