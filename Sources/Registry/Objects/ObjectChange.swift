/// A request to make, change or delete one object.
package struct ObjectChange: Sendable {
    package let kind: ImportSummary.Kind
    package let method: ObjectMethod
    /// That the address names; `nil` where a new object's body says it.
    package let key: ObjectKey?
    /// As it came; nothing where something is deleted.
    package let body: JSONValue
    package let conditions: ObjectConditions

    /// Makes an object.
    package init(adding body: JSONValue, to kind: ImportSummary.Kind) {
        self.kind = kind
        method = .post
        key = nil
        self.body = body
        conditions = ObjectConditions()
    }

    package init(_ method: ObjectMethod, _ key: ObjectKey, _ body: JSONValue = .null, if conditions: ObjectConditions) {
        kind = key.kind
        self.method = method
        self.key = key
        self.body = body
        self.conditions = conditions
    }

    var form: ObjectForm { ObjectForm(kind) }
}

/// What became of an object.
package struct ObjectOutcome: Sendable {
    package enum Fate: Hashable, Sendable {
        case inserted
        case changed
        /// As it was; nothing was written.
        case unchanged
        case deleted
    }

    package let fate: Fate
    /// As it is afterwards; `nil` when it is gone.
    package let stored: StoredObject?
}
