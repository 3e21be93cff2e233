// What each row of a series is, in a colour and in words, and why a value is missing.
export const PRESENCE = {
  sale: ['sale', 'A sale'],
  zero: ['zero', 'No sale'],
  gap: ['gap', 'Gap: nobody knows why'],
  stockout: ['stockout', 'Out of stock'],
  closed: ['closed', 'Closed'],
  out: ['out', 'Not listed'],
};

const WORDS = { implied_zero: 'zero', missing: 'gap', closed: 'closed', stock_out: 'stockout', not_listed: 'out', dead: 'out' };

/** The kind of a row: the feature 'presence' says it where the plan has it, else the value alone. */
export function kindOf(row, target, presence) {
  if (presence && presence !== 'observed') return WORDS[presence] ?? 'gap';
  if (target === null) return 'gap';
  return target === 0 ? 'zero' : 'sale';
}

export const REASONS = {
  warmup: ['The history is too short', 'The feature reaches back before the first row of the series, or has not yet seen enough known values.'],
  too_few_valid: ['Too few known values', 'The window holds fewer known values than min_samples asks for, or the last known value is too old.'],
  missing: ['The value that is looked at is missing', 'The row that this feature reads has no value itself, or lies behind the last known one.'],
  dead: ['The product no longer sells', 'The decaying average fell below dead_below.'],
  not_listed: ['Not listed', 'The day lies before the launch of the product or after its delisting.'],
  undefined: ['The formula has no value here', 'Such as 0 / 0, or a result that is not finite.'],
};

export const ROW_REASONS = {
  gap: 'There is no row for this day, and nothing says why: it may be no sale or a lost record. Windows leave it out.',
  closed: 'The shop was closed. The day says nothing about demand, so every window skips it.',
  stockout: 'Nothing was in stock, so what was sold is not what was wanted. Every window skips the day.',
  zero: 'The shop was open and sold nothing: a true zero.',
  out: 'The product was not listed or no longer sells.',
  sale: 'A sale, and it counts.',
};

/** Colours of the theme, read when something is drawn. */
export function colours(...names) {
  const style = getComputedStyle(document.documentElement);
  return names.map(name => style.getPropertyValue(`--${name}`).trim());
}
