import { randomInt } from "node:crypto";

const adjectives =
  "agile amber brave bright calm candid clever cosmic crisp daring dapper eager earnest fancy fearless gentle glad golden graceful happy honest humble jolly keen kind lively lucky mellow merry mighty modest nimble noble patient plucky polite proud quick quiet radiant robust rustic serene sharp silent smooth sober spirited steady sturdy sunny swift tidy tranquil valiant vivid warm wise witty zealous".split(
    " ",
  );

const animals =
  "albatross alpaca badger beaver bison bobcat buffalo camel caribou cheetah chipmunk cobra condor cougar coyote crane dolphin eagle egret falcon ferret finch flamingo fox gazelle gecko giraffe goose gopher hamster hare hawk hedgehog heron hornet ibex iguana jackal jaguar kestrel kiwi koala lemur leopard lizard llama lobster lynx magpie manatee marmot marten meerkat mole moose narwhal newt ocelot octopus orca osprey otter owl panda panther parrot pelican penguin petrel pheasant puffin puma quail rabbit raccoon raven salmon seal sparrow squid starling stork swallow swan tapir tiger toucan trout turtle vulture walrus weasel whale wombat wren yak zebra".split(
    " ",
  );

/** Two words for a run that nobody named: `modest-heron`. */
export function generateRunName(): string {
  return `${pick(adjectives)}-${pick(animals)}`;
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? "";
}
