/** Characters a remark may have (§8(2)⑬). */
export const REMARK_LONGEST = 1000;
