import type { FormErrors } from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import type { Service } from '../../../services/read.ts';
import type { Found } from '../../parts/find-people.ts';
import type { One } from '../../parts/party.ts';
import type { Who } from '../../parts/who.ts';
import type { ToToday } from './today-place.ts';
import type { When } from './when.ts';

export type WalkInProps = {
  search: string;
  found: Found;
  who: Who | undefined;
  /** Everyone who came, the first before the others. */
  party: readonly One[];
  /** How many places they take. */
  units: number;
  /** The search for one more. */
  foundMore: Found;
  /** Its opaque id. */
  find: string;
  /** The boxes of one more are open. */
  more: boolean;
  moreErrors?: FormErrors;
  moreSaid?: string;
  offices: Office[];
  office: Office;
  services: Service[];
  service: Service | undefined;
  when: When;
  /** Whether the visit of another day that stands for the first can be moved to today. */
  toToday: ToToday | undefined;
  /** Who came now cannot be booked here today, whatever is free: a card of theirs lies elsewhere, or today is outside of the window. */
  notToday: boolean;
  /** Where the slot is full and this account may not go above it: who may. */
  exceeders: string[];
  /** What their last booking was in. */
  language: string;
  errors: FormErrors;
  /** What is wrong with the boxes of who came. */
  personErrors?: FormErrors;
  /** What was typed before in the boxes of the slot. */
  typed?: Readonly<Record<string, unknown>> | undefined;
  problem?: string | undefined;
};
