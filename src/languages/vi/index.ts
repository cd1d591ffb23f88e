import type { Spoken } from '../catalogues.ts';
import { formats } from './formats.ts';

export const vi: Spoken = { formats, texts: {} };
