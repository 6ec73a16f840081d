import type { Court, Offence, Property, PropertyFactory } from '../contract/index.ts';
import { describeThrown, placeOf } from '../sim/index.ts';
import { SetupError } from './setup.ts';
import { UserCodeError, userValue } from './user-code.ts';

/** How long the making of a property may take, in milliseconds of real time. */
const boundMs = 10_000;

/**
 * A factory of a user's properties that do not take a run down with them. What one throws when it
 * is made is an error of the setup; what it throws later is an offence, and it hears nothing more.
 */
export function watchedFactory(factory: PropertyFactory, offended: (offence: Offence) => void): PropertyFactory {
  const { name, summary, clauses, unjudged } = factory;
  return {
    name,
    summary,
    clauses,
    create: (court) => watchedProperty(name, made(factory, court), offended),
    ...(unjudged !== undefined && { unjudged: (court) => asked(name, () => unjudged.call(factory, court)) }),
  };
}

function made(factory: PropertyFactory, court: Court): Property {
  const property = asked(factory.name, () => factory.create(court));
  if (typeof property === 'object' && property !== null) return property;
  throw new SetupError(`the property ${factory.name} cannot be made: create gives ${String(property)}`);
}

function asked<Answer>(name: string, question: () => Answer): Answer {
  try {
    return userValue(question, boundMs);
  } catch (error) {
    throw error instanceof UserCodeError ? SetupError.of(`the property ${name} cannot be made`, error) : error;
  }
}

/** Has the methods that the property has, and no others: judges ask which it listens to. */
function watchedProperty(name: string, property: Property, offended: (offence: Offence) => void): Property {
  const watched = new Map<PropertyKey, (...report: readonly unknown[]) => unknown>();
  let silent = false;
  return new Proxy(property, {
    get(target, method) {
      const value: unknown = Reflect.get(target, method);
      if (typeof value !== 'function') return value;
      const known = watched.get(method);
      if (known !== undefined) return known;
      const act = (...report: readonly unknown[]): unknown => {
        if (silent) return undefined;
        try {
          return Reflect.apply(value, target, report);
        } catch (thrown) {
          silent = true;
          const where = placeOf(thrown);
          const sentence = `the property ${name} throws ${describeThrown(thrown)} in ${String(method)}`;
          offended({ clause: 'threw', sentence, ...(where === undefined ? {} : { where }) });
          return undefined;
        }
      };
      watched.set(method, act);
      return act;
    },
  });
}
