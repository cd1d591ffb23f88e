import type { FormErrors } from '../../../lib/html/index.ts';
import type { Office } from '../../../offices/read.ts';
import type { GridSlot } from '../../../reservations/grid.ts';
import type { Standing } from '../../../reservations/read.ts';
import type { Service } from '../../../services/read.ts';
import type { Found } from '../../parts/finder.tsx';
import type { Who } from '../../parts/who.ts';

export type WalkInProps = {
  search: string;
  found: Found;
  who: Who | undefined;
  offices: Office[];
  office: Office;
  services: Service[];
  service: Service | undefined;
  slot: GridSlot | undefined;
  standing: Standing | undefined;
  /** What their last booking was in. */
  language: string;
  errors: FormErrors;
  /** What is wrong with the boxes of who came. */
  personErrors?: FormErrors;
  problem?: string | undefined;
};
