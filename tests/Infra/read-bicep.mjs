// Prints what the Bicep files under a folder declare and use, as JSON: node read-bicep.mjs FOLDER
// Literals are values; any other expression is {"$": its text, "holds": [the arrays and objects written in it]}.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

const namespaces = ['az', 'sys'];
const folder = process.argv[2];
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));

const paths = readdirSync(folder, { recursive: true }).map(String).filter(path => /\.bicep(param)?$/.test(path)).sort();
console.log(JSON.stringify(paths.map(path => read(path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')))));

function read(path, source) {
    // In a file of parameters `param name = value` has no type, which the grammar asks for; a `var` of that length reads the same.
    const text = path.endsWith('.bicepparam') ? source.replace(/^param /gm, 'var   ') : source;
    const root = parser.parse(text).rootNode;
    const file = {
        path, using: null, targetScope: 'resourceGroup', faults: [], params: [], vars: [], imports: [], types: [], functions: [], resources: [], modules: [],
        outputs: [], undeclared: [], unused: [], calls: [], members: [], moduleOutputs: [],
    };
    faults(root, file.faults);
    const names = new Map();
    let decorators = [];
    for (const statement of root.namedChildren) {
        declare(statement);
        if (statement.type !== 'comment' && statement.type !== 'diagnostic_comment') {
            decorators = statement.type === 'decorators' ? statement.namedChildren.map(one => one.firstNamedChild.text) : [];
        }
    }

    uses(root, names, file, path);
    file.unused = [...names.values()].filter(name => !name.used && name.mustBeUsed).map(({ name, line }) => ({ name, line }));
    return file;

    function know(node, mustBeUsed) {
        if (names.has(node.text)) {
            file.faults.push({ line: line(node), text: `${node.text} is declared twice` });
        }

        names.set(node.text, { name: node.text, line: line(node), used: false, mustBeUsed });
    }

    function declare(node) {
        const [first, second, third] = node.namedChildren.filter(child => child.type !== 'comment');
        switch (node.type) {
            case 'using_statement':
                file.using = value(first);
                break;
            case 'target_scope_assignment':
                file.targetScope = value(first);
                break;
            case 'parameter_declaration':
                know(first, true);
                file.params.push({
                    name: first.text, type: second.text, required: !third && !second.text.endsWith('?'), default: third ? value(third) : null, decorators, line: line(node),
                });
                break;
            case 'variable_declaration':
                know(first, !path.endsWith('.bicepparam'));
                file.vars.push({ name: first.text, value: value(second), line: line(node) });
                break;
            case 'import_functionality': {
                const imported = node.namedChildren.filter(child => child.type === 'identifier');
                imported.forEach(name => know(name, true));
                file.imports.push({ from: value(node.namedChildren.at(-1)), names: imported.map(name => name.text), line: line(node) });
                break;
            }
            case 'type_declaration':
                know(first, !decorators.includes('export()'));
                file.types.push({ name: first.text, exported: decorators.includes('export()'), members: second.type === 'object' ? Object.keys(value(second)) : null });
                break;
            case 'user_defined_function':
                know(first, true);
                file.functions.push(first.text);
                break;
            case 'output_declaration':
                file.outputs.push({ name: first.text, type: second.text, value: value(third), line: line(node) });
                break;
            case 'resource_declaration':
                resource(node, null);
                break;
            case 'module_declaration':
                know(first, false);
                file.modules.push({ symbol: first.text, path: value(second), ...body(third), line: line(node) });
                break;
        }
    }

    function resource(node, parent) {
        const [symbol, type, held] = node.namedChildren.filter(child => child.type !== 'comment');
        const existing = node.children.some(child => child.type === 'existing');
        know(symbol, existing && parent === null);
        const [name, version] = value(type).split('@');
        const above = parent && file.resources.find(one => one.symbol === parent);
        const all = { ...body(held), parent };
        file.resources.push({
            symbol: symbol.text, type: above ? `${above.type}/${name}` : name, version: version ?? above?.version ?? null, existing, ...all,
            parent: parent ?? all.properties.parent?.$ ?? null, line: line(node),
        });
        for (const nested of object(held).namedChildren.filter(child => child.type === 'object_property' && child.firstNamedChild.type === 'resource_declaration')) {
            resource(nested.firstNamedChild, symbol.text);
        }
    }
}

function object(node) {
    return node.type === 'for_statement' ? object(node.childForFieldName('body')) : node.type === 'if_statement' ? node.namedChildren.at(-1) : node;
}

function body(node) {
    const loop = node.type === 'for_statement' ? loopOf(node) : null;
    const held = loop ? node.childForFieldName('body') : node;
    return {
        loop: loop && { item: loop.item, over: loop.over },
        condition: held.type === 'if_statement' ? held.firstNamedChild.text : null,
        properties: value(object(node)),
    };
}

function loopOf(node) {
    const variables = node.namedChildren[0].type === 'for_loop_parameters' ? node.namedChildren[0].namedChildren : [node.childForFieldName('initializer')];
    const over = node.namedChildren.filter(child => child.type !== 'comment')[1];
    return { names: variables.map(variable => variable.text), item: variables[0].text, over: over.text };
}

function line(node) {
    return node.startPosition.row + 1;
}

function faults(node, found) {
    if (node.isError || node.isMissing) {
        found.push({ line: line(node), text: node.isMissing ? `${node.type} is missing` : `cannot read ${JSON.stringify(node.text.slice(0, 80))}` });
        return;
    }

    // The grammar does not see line breaks; Bicep wants one, or a comma, between items, and one between statements.
    if (['object', 'array', 'infrastructure'].includes(node.type)) {
        const parts = node.children.filter(child => !child.isExtra);
        parts.forEach((part, i) => {
            const before = parts[i - 1];
            if (part.isNamed && before?.isNamed && line(part) === before.endPosition.row + 1 && before.type !== 'decorators') {
                found.push({ line: line(part), text: `nothing separates ${JSON.stringify(part.text.slice(0, 40))} from what is before it` });
            }
        });
    }

    if (node.type === 'object') {
        const keys = node.namedChildren.filter(child => child.type === 'object_property').map(property => property.firstNamedChild)
            .filter(key => key.type !== 'resource_declaration').map(key => key.type === 'string' ? value(key) : key.text);
        keys.filter((key, i) => typeof key === 'string' && keys.indexOf(key) !== i).forEach(key => found.push({ line: line(node), text: `${key} is given twice` }));
    }

    node.children.forEach(child => faults(child, found));
}

function value(node) {
    switch (node.type) {
        case 'string':
            return node.namedChildren.some(child => child.type === 'interpolation') ? { $: node.text, holds: [] } : literal(node.text);
        case 'number':
            return Number(node.text);
        case 'boolean':
            return node.text === 'true';
        case 'null':
            return null;
        case 'array':
            return node.namedChildren.filter(child => !/comment|decorators/.test(child.type)).map(value);
        case 'object':
            return Object.fromEntries(node.namedChildren.filter(child => child.type === 'object_property' && child.firstNamedChild.type !== 'resource_declaration')
                .map(property => property.namedChildren.filter(child => child.type !== 'comment')).map(([key, held]) => [keyOf(key), value(held)]));
        case 'for_statement':
            return { $: node.text, holds: [value(object(node))], for: loopOf(node).over };
        default:
            return { $: node.text, holds: held(node) };
    }
}

function keyOf(key) {
    const name = key.type === 'string' ? value(key) : key.text;
    return typeof name === 'string' ? name : name.$;
}

function held(node) {
    return node.namedChildren.flatMap(child => ['array', 'object', 'for_statement'].includes(child.type) ? [value(child)] : held(child));
}

function literal(text) {
    return text.startsWith("'''")
        ? text.slice(3, -3).replace(/^\r?\n/, '')
        : text.slice(1, -1).replace(/\\(u\{([0-9a-fA-F]+)\}|.)/g, (_, escape, code) => code ? String.fromCodePoint(parseInt(code, 16)) : { n: '\n', r: '\r', t: '\t' }[escape] ?? escape);
}

function uses(node, names, file, path, scope = []) {
    const go = (child, inner = scope) => child && uses(child, names, file, path, inner);
    switch (node.type) {
        case 'import_functionality':
            return;
        case 'identifier': {
            const known = names.get(node.text);
            if (known) {
                known.used = true;
            }
            else if (!scope.some(variable => variable.name === node.text) && !namespaces.includes(node.text)) {
                file.undeclared.push({ name: node.text, line: line(node) });
            }

            return;
        }
        case 'parameter_declaration':
        case 'variable_declaration':
        case 'type_declaration':
        case 'output_declaration':
        case 'resource_declaration':
        case 'module_declaration':
            node.namedChildren.slice(1).forEach(child => go(child));
            return;
        case 'user_defined_function': {
            const own = node.namedChildren.find(child => child.type === 'parameters').namedChildren.map(parameter => ({ name: parameter.firstNamedChild.text }));
            node.namedChildren.slice(2).forEach(child => go(child, own));
            return;
        }
        case 'object_property':
            node.namedChildren.slice(node.firstNamedChild.type === 'resource_declaration' ? 0 : 1).forEach(child => go(child));
            if (node.firstNamedChild.type === 'string') {
                go(node.firstNamedChild);
            }

            return;
        case 'for_statement': {
            const { names: variables, over } = loopOf(node);
            const inner = [...scope, { name: variables[0], over }, ...variables.slice(1).map(name => ({ name }))];
            node.namedChildren.slice(1).forEach(child => go(child, inner));
            return;
        }
        case 'call_expression': {
            const called = node.childForFieldName('function');
            if (called.type === 'identifier') {
                const own = names.get(called.text);
                if (own) {
                    own.used = true;
                }
                else {
                    file.calls.push({ name: called.text, line: line(node) });
                }
            }
            else {
                go(called);
                if (namespaces.includes(called.childForFieldName('object')?.text)) {
                    file.calls.push({ name: called.childForFieldName('property').text, line: line(node) });
                }
            }

            // A lambda is an argument, and its variables are known in the whole of it.
            node.childForFieldName('arguments').namedChildren.forEach(argument => go(argument, [...scope, ...lambdaVariables(argument)]));
            return;
        }
        case 'resource_expression':
            go(node.childForFieldName('object'));
            go(node.childForFieldName('resource'));
            return;
        case 'member_expression': {
            const from = node.childForFieldName('object');
            if (from.type === 'member_expression' && from.childForFieldName('property').text === 'outputs') {
                const module = from.childForFieldName('object').text.replace(/\[.*$/s, '').replace(/!$/, '');
                file.moduleOutputs.push({ module, output: node.childForFieldName('property').text, line: line(node) });
            }

            if (from.type === 'identifier') {
                file.members.push({
                    object: from.text, over: scope.findLast(variable => variable.name === from.text)?.over ?? null, member: node.childForFieldName('property').text, line: line(node),
                });
            }

            go(from);
            return;
        }
        default:
            node.namedChildren.forEach(child => go(child));
    }
}

function lambdaVariables(node) {
    const first = node.firstNamedChild;
    const own = node.type !== 'lambda_expression' ? [] : first.type === 'parenthesized_expression' ? first.namedChildren : [first];
    return [...own.map(variable => ({ name: variable.text })), ...node.namedChildren.flatMap(lambdaVariables)];
}
