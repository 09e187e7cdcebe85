internal import HashTreeCollections

/// Values by key, of which a changed copy shares with the original all that did not change: a change costs as much among a million values as
/// among a thousand.
package struct SharedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var tree: TreeDictionary<Key, Value>

    package init() {
        tree = TreeDictionary()
    }

    /// Values, each by the key that it has; of two with one key, the last.
    package init(_ values: some Sequence<Value>, by key: (Value) -> Key) {
        tree = TreeDictionary()
        for value in values { tree[key(value)] = value }
    }

    package var count: Int { tree.count }
    package var isEmpty: Bool { tree.isEmpty }
    /// In no order.
    package var keys: some Collection<Key> { tree.keys }
    /// In no order.
    package var values: some Collection<Value> { tree.values }

    package subscript(key: Key) -> Value? {
        get { tree[key] }
        set { tree[key] = newValue }
    }

    package subscript(key: Key, default value: @autoclosure () -> Value) -> Value {
        get { tree[key, default: value()] }
        set { tree[key] = newValue }
    }
}

extension SharedTable: Sequence {
    /// In no order.
    package func makeIterator() -> some IteratorProtocol<(key: Key, value: Value)> {
        tree.makeIterator()
    }
}

extension SharedTable: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (Key, Value)...) {
        tree = TreeDictionary(uniqueKeysWithValues: elements.map { ($0.0, $0.1) })
    }
}

extension SharedTable: Equatable where Value: Equatable {}
