import type { UnknownOffice } from '../cards/offices.ts';
import type { Encoding } from '../lib/csv/inspect.ts';
import type { Judged } from './judge.ts';
import type { Profile } from './profile.ts';
import type { ReasonGroup } from './reasons.ts';

/** What an import of a list of cards is asked for, and what it tells of it. */
export type ImportRequest = {
  path: string;
  /** What the file is called in the records. */
  fileName: string;
  profile: Profile;
  /** Reads, judges and counts; stores nothing. */
  dryRun?: boolean;
  /** Stores nothing where any row is rejected. */
  strict?: boolean;
  /** Takes a file in again that was taken in before, byte for byte. */
  again?: boolean;
  /** Where rows that are not taken are written. */
  rejectedPath: string;
  /** Where the good rows are kept, packed, for who stores them later. */
  rowsPath?: string;
  /** Largest file taken, in bytes. */
  maxBytes?: number;
  /** Hears how far it is: 0 to 1 over the reading, then the phases after it. */
  onProgress?: (progress: { part: number; rows: number; phase: 'reading' | 'storing' }) => void;
};

/** Largest list that is taken in, in bytes. */
export const LARGEST_LIST = 500 * 2 ** 20;

export type ImportReport = Judged & {
  importId: number;
  dryRun: boolean;
  encoding: Encoding;
  /** New cards. */
  fresh: number;
  changed: number;
  unchanged: number;
  /** Handed over or destroyed since: left as they are. */
  over: number;
  /** Questions for staff that are new. */
  conflicts: number;
  /** Questions asked before, not yet answered. */
  waiting: number;
  /** Answered before: left as it is. */
  dropped: number;
  /** Addresses that staff had checked and that stayed against the list. */
  addressesKept: number;
  /** Cards that came before their office was known, and have it now. */
  officesFound: number;
  /** Cards for which the list names another office, but which somebody has in hand: they stay where they are. */
  officesKept: number;
  /** Codes of offices that are not known or out of use. */
  unknownOffices: UnknownOffice[];
  /** The last line has no line end: the file may have been cut off. */
  unended: boolean;
  rejectedFile: string | undefined;
  /** Why rows were not taken. With what stood in them: it stands in no record that stays. */
  reasons?: ReasonGroup[];
  /** Set where the very file was taken in before: then nothing was done. */
  before?: Date;
  /** And why: a report of before this was told has none. */
  because?: 'read-so' | 'newer';
};

/** What a file counts for that was taken in before. */
export const NOTHING = {
  fresh: 0,
  changed: 0,
  unchanged: 0,
  over: 0,
  conflicts: 0,
  waiting: 0,
  dropped: 0,
  addressesKept: 0,
  officesFound: 0,
  officesKept: 0,
  unknownOffices: [],
  unended: false,
  rejectedFile: undefined,
};
